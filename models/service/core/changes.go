package core

import (
	"reflect"
	"slices"
	"strconv"

	"plumbline/models"
)

// FieldChanges tells which fields of a struct are otherwise in now, in the order of the struct, by their names in the
// API. Its fields are texts, numbers, lists of texts and texts by name.
func FieldChanges[T any](before, now T) (list []models.FieldChange) {
	from, to := reflect.ValueOf(before), reflect.ValueOf(now)
	for i := range from.NumField() {
		name := models.FieldName(from.Type().Field(i).Name)
		switch from.Field(i).Kind() {
		case reflect.String:
			list = AddChange(list, name, from.Field(i).String(), to.Field(i).String())
		case reflect.Int:
			list = AddChange(list, name, numberText(from.Field(i).Int()), numberText(to.Field(i).Int()))
		default:
			list = AddListChange(list, name, fieldTexts(from.Field(i)), fieldTexts(to.Field(i)))
		}
	}
	return list
}

// numberText is how an audit line writes a number: 0 is none.
func numberText(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// fieldTexts gives the texts of a field that holds several, those by name sorted, as name=text.
func fieldTexts(field reflect.Value) []string {
	switch held := field.Interface().(type) {
	case []string:
		return held
	case map[string]string:
		list := make([]string, 0, len(held))
		for name, text := range held {
			list = append(list, name+"="+text)
		}
		slices.Sort(list)
		return list
	}
	panic("core: a field holds a " + field.Type().String())
}
