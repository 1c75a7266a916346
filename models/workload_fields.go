package models

import "reflect"

// WorkloadFields and WorkloadPatch have the same fields in the same order, which a test holds them to. What treats all
// of them alike goes over the structs, so that a new field has no line here. Other packages keep the fields in structs
// with tags of their own and convert them, which compiles only where both have the same fields.

// Apply gives the fields with the patch laid over them.
func (p WorkloadPatch) Apply(f WorkloadFields) WorkloadFields {
	patch, fields := reflect.ValueOf(p), reflect.ValueOf(&f).Elem()
	for i := range patch.NumField() {
		if given := patch.Field(i); !given.IsNil() {
			fields.Field(i).Set(given.Elem())
		}
	}
	return f
}

// WholePatch is the patch that changes every field to what it is in f.
func WholePatch(f WorkloadFields) (p WorkloadPatch) {
	patch, fields := reflect.ValueOf(&p).Elem(), reflect.ValueOf(&f).Elem()
	for i := range patch.NumField() {
		patch.Field(i).Set(fields.Field(i).Addr())
	}
	return p
}
