package template

import (
	"encoding/xml"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"plumbline/reports/ooxml"
)

// pictures are the kinds of pictures that heads and feet may have, by their names' ends.
var pictures = map[string]string{".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}

// relations are those of a part, by their ids.
func (in *reader) relations(of string) (map[string]ooxml.Relation, error) {
	dir, name := path.Split(of)
	part := dir + "_rels/" + name + ".rels"
	out := map[string]ooxml.Relation{}
	if in.parts[part] == nil {
		return out, nil
	}
	data, err := in.bytes(part)
	if err != nil {
		return nil, err
	}
	return out, walk(part, data, func(_ *xml.Decoder, t xml.Token) {
		if e, is := t.(xml.StartElement); is && e.Name.Local == "Relationship" {
			kind := attribute(e, "Type")
			out[attribute(e, "Id")] = ooxml.Relation{ID: attribute(e, "Id"), Kind: kind[strings.LastIndexByte(kind, '/')+1:],
				Target: attribute(e, "Target"), Outside: strings.EqualFold(attribute(e, "TargetMode"), "External")}
		}
	})
}

// edgeLinks takes what a head or foot leads to: pictures, and web addresses.
func (in *reader) edgeLinks(out *Template, part string) (links []ooxml.Relation, err error) {
	all, err := in.relations(part)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		r := all[id]
		switch {
		case r.Kind == "hyperlink" && r.Outside:
			if !strings.HasPrefix(r.Target, "https://") && !strings.HasPrefix(r.Target, "http://") &&
				!strings.HasPrefix(r.Target, "mailto:") {
				return nil, fmt.Errorf("leads to %q, which is no web address", r.Target)
			}
		case r.Kind == "image" && !r.Outside:
			end := strings.ToLower(path.Ext(r.Target))
			if pictures[end] == "" {
				return nil, fmt.Errorf("has a picture above or below its pages that is no PNG, JPEG or GIF: %q", r.Target)
			}
			name := strings.TrimPrefix(r.Target, "/word/")
			if name == r.Target {
				name = path.Join(path.Dir(strings.TrimPrefix(part, "word/")), r.Target)
			}
			data, err := in.bytes("word/" + name)
			if err != nil {
				return nil, err
			}
			r.Target = "media/template" + strconv.Itoa(len(out.Media)+1) + end
			out.Media = append(out.Media, Media{Name: r.Target, Kind: pictures[end], Data: string(data)})
		default:
			return nil, fmt.Errorf("has something else than text, pictures and web addresses above or below its pages: %s %q",
				r.Kind, r.Target)
		}
		links = append(links, r)
	}
	return links, nil
}
