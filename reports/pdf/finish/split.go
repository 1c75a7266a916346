package finish

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// object is one indirect object of the file; its number is its place in the table plus one.
type object struct {
	at   int
	data []byte
}

// splitObjects reads the cross-reference table at the end of the file and cuts the file into its objects.
func splitObjects(raw []byte) (objects []object, trailer []byte, err error) {
	at := bytes.LastIndex(raw, []byte("\nxref\n0 "))
	tail := bytes.LastIndex(raw, []byte("\ntrailer\n"))
	end := bytes.LastIndex(raw, []byte(">>\nstartxref\n"))
	if at < 0 || tail < at || end < tail {
		return nil, nil, fmt.Errorf("the PDF library wrote a file without a table")
	}
	lines := bytes.Split(raw[at+1:tail], []byte("\n"))[3:]
	objects = make([]object, len(lines))
	for i, l := range lines {
		n, err := strconv.Atoi(string(l[:10]))
		if err != nil || n <= 0 || n >= at {
			return nil, nil, fmt.Errorf("the PDF library wrote a bad entry %q into its table", l)
		}
		objects[i].at = n
	}
	stop := at + 1
	for _, i := range slices.Backward(orderInFile(objects)) {
		objects[i].data = raw[objects[i].at:stop]
		stop = objects[i].at
	}
	return objects, raw[tail+1 : end], nil
}

// orderInFile returns the objects as they follow each other in the file.
func orderInFile(objects []object) []int {
	all := make([]int, len(objects))
	for i := range all {
		all[i] = i
	}
	slices.SortFunc(all, func(a, b int) int { return objects[a].at - objects[b].at })
	return all
}

// reference reads the number of the object that a key of a dictionary points to; 0 if there is none.
func reference(dictionary []byte, key string) int {
	_, rest, found := bytes.Cut(dictionary, []byte(key+" "))
	digits, _, isReference := bytes.Cut(rest, []byte(" 0 R"))
	n, err := strconv.Atoi(string(digits))
	if !found || !isReference || err != nil {
		return 0
	}
	return n
}
