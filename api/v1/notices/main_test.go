package notices_test

import (
	"testing"

	"plumbline/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }
