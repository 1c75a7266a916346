package models

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// IdentityClaims are what an identity provider says of a person: decoded JSON, numbers as json.Number.
type IdentityClaims map[string]any

// Limits of the names of claims that are kept and logged.
const (
	MaxClaimNames = 100
	MaxClaimName  = 200 // bytes
)

// Values returns what the claim of a name says, each value as a text: a text, a number or a truth value as it stands,
// of a list each of its elements. A text is never taken apart: "Domain Admins" is one group, not two. A name with dots
// is first that of a claim as a whole, such as "https://example.com/roles", and then a path into objects, such as
// "realm_access.roles". Objects and null say nothing.
func (c IdentityClaims) Values(name string) []string {
	var values []string
	claimValues(map[string]any(c), name, func(v any) { values = append(values, scalarTexts(v)...) })
	return values
}

// claimValues finds the values of a name in an object, the longest key first.
func claimValues(in any, name string, found func(any)) bool {
	switch node := in.(type) {
	case []any:
		any := false
		for _, element := range node {
			any = claimValues(element, name, found) || any
		}
		return any
	case map[string]any:
		if v, ok := node[name]; ok {
			found(v)
			return true
		}
		for i := len(name) - 1; i > 0; i-- {
			if name[i] != '.' {
				continue
			}
			if child, ok := node[name[:i]]; ok && claimValues(child, name[i+1:], found) {
				return true
			}
		}
	}
	return false
}

func scalarTexts(v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case bool, json.Number:
		return []string{fmt.Sprint(v)}
	case []any:
		var all []string
		for _, element := range v {
			if _, deeper := element.([]any); !deeper {
				all = append(all, scalarTexts(element)...)
			}
		}
		return all
	}
	return nil
}

// TextFault returns a claim that is one text, "" if it is not.
func (c IdentityClaims) Text(name string) string {
	s, _ := c[name].(string)
	return s
}

// With adds the claims of another source that these lack: the first source, which is signed, wins
// where it says anything.
func (c IdentityClaims) With(more IdentityClaims) IdentityClaims {
	all := maps.Clone(more)
	if all == nil {
		all = IdentityClaims{}
	}
	for name, v := range c {
		if _, known := all[name]; !known || (v != nil && v != "") {
			all[name] = v
		}
	}
	return all
}

// Names lists the names that a mapping can have of these claims, sorted, without their values: of an object the paths
// to its members. At most MaxClaimNames are given, and none that is longer than MaxClaimName.
func (c IdentityClaims) Names() []string {
	var names []string
	namesIn(c, "", &names)
	slices.Sort(names)
	names = slices.Compact(names)
	return names[:min(len(names), MaxClaimNames)]
}

func namesIn(node map[string]any, before string, names *[]string) {
	for _, key := range slices.Sorted(maps.Keys(node)) {
		name := before + key
		if len(name) > MaxClaimName || TextFault(name) != "" || strings.TrimSpace(name) == "" ||
			len(*names) > 2*MaxClaimNames {
			continue
		}
		objects, all := 0, listOf(node[key])
		for _, child := range all {
			if deeper, ok := child.(map[string]any); ok {
				objects++
				namesIn(deeper, name+".", names)
			}
		}
		if objects == 0 || objects < len(all) {
			*names = append(*names, name)
		}
	}
}

// listOf returns the elements of a list, and what is none as a list of itself.
func listOf(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}
