package finish

import (
	"testing"

	"plumbline/reports/pdf/tagged"
)

// What the library writes is checked before it is taken apart.
func TestFinishRefusesWhatIsNoFile(t *testing.T) {
	for _, raw := range []string{"", "%PDF-1.3\nxref\n", "%PDF\nxref\n0 2\n0000000000 65535 f \nx000000009 00000 n " +
		"\ntrailer\n<<\n>>\nstartxref\n",
		"%PDF\nxref\n0 2\n0000000000 65535 f \n0000099999 00000 n \ntrailer\n<<\n>>\nstartxref\n",
		"%PDF\n1 0 obj\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000005 00000 n \ntrailer\n<<\n/Root 9 0 R\n/Info " +
			"1 0 R\n>>\nstartxref\n"} {
		if out, err := File([]byte(raw), Options{Tree: tagged.NewTree()}); err == nil {
			t.Errorf("%q became %q", raw, out)
		}
	}
}
