package models

import (
	"reflect"
	"slices"
	"strings"

	"plumbline/models/text"
)

// normalizeTexts brings the texts of the struct that input points to into the form in which they are kept. The validate
// tags say which: what is tagged "text" is composed (NFC) and has its lines ended by "\n"; what is tagged "notes" too
// is left as it was typed but for the ends of its lines. Ids and enumerations have no such tag. Slices, maps and
// pointees are replaced, not written into: others may hold them.
func normalizeTexts(input any) {
	v := reflect.ValueOf(input)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return
	}
	tidyStruct(v.Elem())
}

func tidyStruct(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tags := strings.Split(field.Tag.Get("validate"), ",")
		switch {
		case !field.IsExported():
		case field.Type.Kind() == reflect.Struct && field.Anonymous:
			tidyStruct(v.Field(i))
		default:
			tidyField(v.Field(i), tags)
		}
	}
}

// textForm is how a text is kept; nil leaves it as it is.
type textForm func(string) string

func formOf(tags []string) textForm {
	switch {
	case !slices.Contains(tags, "text"):
		return nil
	case slices.Contains(tags, "notes"):
		return text.NormalizeLineEnds
	}
	return func(s string) string { return text.NormalizeLineEnds(text.NormalizeName(s)) }
}

func tidyField(v reflect.Value, tags []string) {
	switch v.Kind() {
	case reflect.String:
		if of := formOf(tags); of != nil {
			v.SetString(of(v.String()))
		}
	case reflect.Pointer:
		if of := formOf(tags); of != nil && !v.IsNil() && v.Type().Elem().Kind() == reflect.String {
			now := reflect.New(v.Type().Elem())
			now.Elem().SetString(of(v.Elem().String()))
			v.Set(now)
		}
	case reflect.Slice:
		if of := formOf(tags); of != nil && !v.IsNil() && v.Type().Elem().Kind() == reflect.String {
			now := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			for i := range v.Len() {
				now.Index(i).SetString(of(v.Index(i).String()))
			}
			v.Set(now)
		}
	case reflect.Map:
		tidyMap(v, tags)
	}
}

// tidyMap treats keys by the tags between "keys" and "endkeys", values by those behind. Two keys that are one when
// composed become one.
func tidyMap(v reflect.Value, tags []string) {
	if v.IsNil() || v.Type().Key().Kind() != reflect.String {
		return
	}
	var keyTags []string
	if from, to := slices.Index(tags, "keys"), slices.Index(tags, "endkeys"); from >= 0 && to > from {
		keyTags, tags = tags[from:to], tags[to:]
	}
	key, value := formOf(keyTags), formOf(tags)
	now := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, k := range v.MapKeys() {
		to, at := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		to.Set(k)
		at.Set(v.MapIndex(k))
		if key != nil {
			to.SetString(key(k.String()))
		}
		switch {
		case at.Kind() == reflect.Struct:
			tidyStruct(at)
		case value != nil && at.Kind() == reflect.String:
			at.SetString(value(at.String()))
		}
		now.SetMapIndex(to, at)
	}
	v.Set(now)
}
