package middleware

import "testing"

// A path belongs to the API with the longest prefix that is whole parts of it, in whatever order the rows stand.
func TestMountsOf(t *testing.T) {
	rows := Mounts{{Prefix: "/api"}, {Prefix: ""}, {Prefix: "/api/v2"}, {Prefix: "/metrics"}}
	rows = append(rows, Mount{Prefix: "/below", Below: true})
	for i := range rows {
		rows[i].Refuse = Mounts{}.Refuse
	}
	reversed := Mounts{rows[4], rows[3], rows[2], rows[1], rows[0]}
	for path, want := range map[string]string{
		"/": "", "": "", "/workloads": "", "/apis": "", "/api": "/api", "/api/": "/api", "/api/v1/x": "/api", "/api/v2": "/api/v2",
		"/api/v2/x": "/api/v2", "/api/v20": "/api", "/metrics": "/metrics", "/metrics/x": "/metrics", "/metricsx": "", "/x/api": "",
		"/below": "", "/below/": "/below", "/below/x": "/below",
	} {
		for _, m := range []Mounts{rows, reversed} {
			if got := m.Of(path).Prefix; got != want {
				t.Errorf("%s belongs to %q, want %q", path, got, want)
			}
		}
	}
}
