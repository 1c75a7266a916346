package tagged

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// SRGB writes an ICC profile (version 4.2) of the colour space sRGB (IEC 61966-2-1), in which the colours of a report
// are meant: three primaries, adapted to D50, and one curve. It is some 500 bytes.
func SRGB() []byte {
	curve := append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), fixed(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)...)
	tags := []struct {
		names []string
		data  []byte
	}{
		{[]string{"desc"}, localized("sRGB")},
		{[]string{"cprt"}, localized("No copyright, use freely")},
		{[]string{"wtpt"}, append([]byte("XYZ \x00\x00\x00\x00"), fixed(0.9642, 1, 0.8249)...)},
		{[]string{"chad"}, append([]byte("sf32\x00\x00\x00\x00"), fixed(1.04788, 0.02292, -0.05022,
			0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)...)},
		{[]string{"rXYZ"}, append([]byte("XYZ \x00\x00\x00\x00"), fixed(0.43607, 0.22249, 0.01392)...)},
		{[]string{"gXYZ"}, append([]byte("XYZ \x00\x00\x00\x00"), fixed(0.38515, 0.71687, 0.09708)...)},
		{[]string{"bXYZ"}, append([]byte("XYZ \x00\x00\x00\x00"), fixed(0.14307, 0.06061, 0.71410)...)},
		{[]string{"rTRC", "gTRC", "bTRC"}, curve},
	}
	count := 0
	for _, t := range tags {
		count += len(t.names)
	}
	table, data := binary.BigEndian.AppendUint32(nil, uint32(count)), []byte(nil)
	start := 128 + 4 + 12*count
	for _, t := range tags {
		for _, name := range t.names {
			table = append(table, name...)
			table = binary.BigEndian.AppendUint32(table, uint32(start+len(data)))
			table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		}
		data = append(data, t.data...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	out := make([]byte, 128)
	binary.BigEndian.PutUint32(out, uint32(start+len(data)))
	binary.BigEndian.PutUint32(out[8:], 0x04200000)
	copy(out[12:], "mntrRGB XYZ ")
	binary.BigEndian.PutUint16(out[24:], 2026)
	binary.BigEndian.PutUint16(out[26:], 1)
	binary.BigEndian.PutUint16(out[28:], 1)
	copy(out[36:], "acsp")
	copy(out[68:], fixed(0.9642, 1, 0.8249))
	return append(append(out, table...), data...)
}

// fixed writes numbers with 16 bits before and 16 behind the point.
func fixed(numbers ...float64) []byte {
	var out []byte
	for _, n := range numbers {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(n*65536))))
	}
	return out
}

// localized writes a text in English.
func localized(s string) []byte {
	units := utf16.Encode([]rune(s))
	out := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS")
	out = binary.BigEndian.AppendUint32(out, uint32(2*len(units)))
	out = binary.BigEndian.AppendUint32(out, 28)
	for _, u := range units {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out
}
