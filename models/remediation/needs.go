package remediation

// Circle finds a circle in what items need first that begins with an item and comes back to it, by ids: the first is
// the last too. nil if there is none. needs gives what an item needs.
func Circle(from string, needs func(id string) []string) []string {
	type step struct {
		id   string
		left []string
	}
	seen := map[string]bool{}
	path := []step{{from, needs(from)}}
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.left) == 0 {
			path = path[:len(path)-1]
			continue
		}
		next := top.left[0]
		top.left = top.left[1:]
		if next == from {
			var circle []string
			for _, s := range path {
				circle = append(circle, s.id)
			}
			return append(circle, from)
		}
		if !seen[next] {
			seen[next] = true
			path = append(path, step{next, needs(next)})
		}
	}
	return nil
}
