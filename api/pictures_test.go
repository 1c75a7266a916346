package api_test

import (
	"bufio"
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"plumbline/api/apitest"
)

// picturesVariable names the environment variable with the folder that the README's pictures are written to.
const picturesVariable = "PLUMBLINE_TEST_PICTURES"

// mostPicture is how many bytes a picture may have: the README is read over slow lines too.
const mostPicture = 200 << 10

// TestPicturesOfTheReadme makes the pictures anew, of the demo as everybody has it: for the README where that is
// wanted, and in CI to see that they can be made and are small.
func TestPicturesOfTheReadme(t *testing.T) {
	to := os.Getenv(picturesVariable)
	switch {
	case to == "" && os.Getenv("CI") == "":
		t.Skipf("%s is not set: no pictures are wanted", picturesVariable)
	case to == "":
		to = t.TempDir()
	case !filepath.IsAbs(to): // the tests run in the folder of their package
		to = filepath.Join("..", to)
	}
	demo := startDemo(t)
	b := apitest.OpenTab(t, demo.url)
	b.Scheme("light")
	b.Size(1200, 750)
	b.Open(demo.link)
	b.Wait(".who")
	workload := "/workloads/" + demo.workload
	b.Open(workload)
	b.Click(`form[action$="/tour"] button`)
	b.Until("the tour is dismissed", `!document.querySelector('form[action$="/tour"]')`)
	b.Open(workload)
	takePicture(b, filepath.Join(to, "workload.png"))
	b.Open(workload + "/trend")
	takePicture(b, filepath.Join(to, "trend.png"))
	b.Open(workload + "/lenses/service-basics/questions/backup")
	b.Wait("[data-choice]")
	takePicture(b, filepath.Join(to, "review.png"))
	b.Open(workload + "/lenses/service-basics/facilitate")
	takePicture(b, filepath.Join(to, "room.png"))
	b.Open("/lenses/service-basics/versions/1.0/questions/backup")
	b.Until("the rules are in sight", `(scrollTo(0, 640), scrollY > 0)`)
	takePicture(b, filepath.Join(to, "lens.png"))
	takeReport(t, demo, filepath.Join(to, "report.png"))
}

// runningDemo is what a demo printed.
type runningDemo struct{ url, link, token, workload string }

// startDemo builds the program, and runs its demo until the test ends.
func startDemo(t *testing.T) (demo runningDemo) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "plumbline")
	build := exec.Command("go", "build", "-o", program, "./cmd/plumbline")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, program, "demo", "--listen", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	apitest.Must(t, err)
	apitest.Must(t, cmd.Start())
	t.Cleanup(func() { stop(); _ = cmd.Wait() })
	printed := map[*string]*regexp.Regexp{
		&demo.url:      regexp.MustCompile(`^Plumbline demo at (\S+)`),
		&demo.link:     regexp.MustCompile(`^ +http://[^/]+(/join#\S+)`),
		&demo.token:    regexp.MustCompile(`TOKEN=(\S+)`),
		&demo.workload: regexp.MustCompile(`/workloads/([0-9a-f]{32})$`),
	}
	for lines := bufio.NewScanner(out); lines.Scan() && !strings.HasPrefix(lines.Text(), "The whole API"); {
		for to, pattern := range printed {
			if m := pattern.FindStringSubmatch(lines.Text()); m != nil {
				*to = m[1]
			}
		}
	}
	return demo
}

// takePicture writes what the window shows.
func takePicture(b *apitest.Tab, name string) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Context, apitest.Patience)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	apitest.Must(b.T, err)
	picture, err := png.Decode(bytes.NewReader(data))
	apitest.Must(b.T, err)
	writePicture(b.T, name, picture)
}

func writePicture(t testing.TB, name string, picture image.Image) {
	t.Helper()
	var out bytes.Buffer
	apitest.Must(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture))
	if out.Len() > mostPicture {
		t.Errorf("%s has %d bytes", name, out.Len())
	}
	apitest.Must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	apitest.Must(t, os.WriteFile(name, out.Bytes(), 0o644))
}

// takeReport puts the summary and the first details of the report side by side.
func takeReport(t *testing.T, demo runningDemo, name string) {
	t.Helper()
	dir := t.TempDir()
	fetch := exec.Command("curl", "-sfH", "Authorization: Bearer "+demo.token, "-o", filepath.Join(dir, "plan.pdf"),
		demo.url+"/api/v1/workloads/"+demo.workload+"/report.pdf")
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	set := exec.Command("pdftoppm", "-png", "-r", "72", "-f", "2", "-l", "5", "plan.pdf", "page")
	set.Dir = dir
	if out, err := set.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	apitest.Must(t, err)
	const gap = 16
	sheet := image.NewRGBA(image.Rect(0, 0, gap, 0))
	for _, page := range []string{pages[0], pages[len(pages)-1]} {
		data, err := os.ReadFile(page)
		apitest.Must(t, err)
		picture, err := png.Decode(bytes.NewReader(data))
		apitest.Must(t, err)
		at := sheet.Bounds().Max.X
		size := image.Pt(picture.Bounds().Dx(), min(picture.Bounds().Dy(), 540)) // what follows is empty
		wider := image.NewRGBA(image.Rect(0, 0, at+size.X+gap, size.Y+2*gap))
		draw.Draw(wider, wider.Bounds(), image.NewUniform(color.Gray{0xe4}), image.Point{}, draw.Src)
		draw.Draw(wider, sheet.Bounds(), sheet, image.Point{}, draw.Src)
		draw.Draw(wider, image.Rect(at, gap, at+size.X, gap+size.Y), picture, picture.Bounds().Min, draw.Src)
		sheet = wider
	}
	writePicture(t, name, sheet)
}
