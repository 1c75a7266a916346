package files

import (
	"fmt"
	"os"
	"strings"

	"plumbline/models/text"
)

// maxSecretFile bounds a file that holds one secret, in bytes.
const maxSecretFile = 64 << 10

// Secret reads a secret from the file, or else from the environment. Line breaks behind it, and a byte-order mark
// before it, are not part of it.
func Secret(flag, file, env string) (string, error) {
	if file == "" {
		return os.Getenv(env), nil
	}
	if os.Getenv(env) != "" {
		return "", fmt.Errorf("%s and %s exclude each other", flag, env)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	secret, err := text.DecodeSecret(data)
	if err != nil {
		return "", fmt.Errorf("%s: the file %w", flag, err)
	}
	if secret = strings.TrimRight(secret, "\r\n"); secret == "" || len(data) > maxSecretFile {
		return "", fmt.Errorf("%s: the file must hold one secret", flag)
	}
	return secret, nil
}
