// Package client asks a running server by its API, with a token.
//
// It may import models.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
)

// Client asks one server. Its zero value is of no use: see New.
type Client struct {
	base  string
	token string
	http  *http.Client
}

// TokenVariable is the environment variable with the token, so that it stands in no list of processes.
const TokenVariable = "PLUMBLINE_TOKEN"

// patience is how long a server may take to answer.
const patience = 2 * time.Minute

// mostBytes bounds a reply.
const mostBytes = 64 << 20

// New makes a client of the server at an address such as https://review.example.org.
func New(server, token string) (*Client, error) {
	c, err := Open(server, token)
	if err == nil && token == "" {
		return nil, errors.New("a server is asked with a token: put one into the environment variable " + TokenVariable +
			" (\"plumbline token create --role viewer\" makes one)")
	}
	return c, err
}

// Open is New for what a server tells everybody: without a token it is asked as a stranger asks.
func Open(server, token string) (*Client, error) {
	u, err := url.Parse(server)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("--server must be an address such as https://review.example.org, not %q", server)
	}
	return &Client{strings.TrimRight(u.String(), "/") + "/api/v1", token, &http.Client{Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Get asks for what is at a path, and reads it into reply.
func (c *Client) Get(ctx context.Context, path string, query url.Values, reply any) error {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	return c.send(req, reply)
}

// Post sends a body, such as a question that is too long for an address, and reads what comes back into reply.
func (c *Client) Post(ctx context.Context, path string, question, reply any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return c.send(req, reply)
}

// Patch changes what is at a path, if it still has the version.
func (c *Client) Patch(ctx context.Context, path string, version int, change any) error {
	body, err := json.Marshal(change)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPatch, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("If-Match", fmt.Sprintf("%q", strconv.Itoa(version)))
	_, _, err = c.do(req)
	return err
}

// Delete takes away what is at a path.
func (c *Client) Delete(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodDelete, c.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	_, _, err = c.do(req)
	return err
}

// File downloads what is at a path, with the name of the file.
func (c *Client) File(ctx context.Context, path string, query url.Values) (data []byte, name string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, "", err
	}
	res, data, err := c.do(req)
	if err != nil {
		return nil, "", err
	}
	_, parts, err := mime.ParseMediaType(res.Header.Get("Content-Disposition"))
	if name = filepath.Base(parts["filename"]); err != nil || parts["filename"] == "" {
		return nil, "", fmt.Errorf("%s answers, but not with a file as a Plumbline server does", c.base)
	}
	return data, name, nil
}

func (c *Client) send(req *http.Request, reply any) error {
	req.Header.Set("Accept", "application/json")
	_, body, err := c.do(req)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, reply); err != nil {
		return fmt.Errorf("%s answers, but not as a Plumbline server does: %w", c.base, err)
	}
	return nil
}

// do sends a request and reads the whole answer; one that refuses is an error.
func (c *Client) do(req *http.Request) (*http.Response, []byte, error) {
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("no answer from %s: %w", c.base, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, mostBytes))
	if err != nil {
		return nil, nil, fmt.Errorf("no whole answer from %s: %w", c.base, err)
	}
	switch res.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
	default:
		return nil, nil, c.refused(res, body)
	}
	return res, body, nil
}

// refused says why the server did not do it, in its own words where it has some.
func (c *Client) refused(res *http.Response, body []byte) error {
	var problem struct {
		Code   models.ErrorCode `json:"code"`
		Detail string           `json:"detail"`
		Errors []struct {
			Pointer string `json:"pointer"`
			Message string `json:"message"`
		} `json:"errors"`
	}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if kind != "application/problem+json" || json.Unmarshal(body, &problem) != nil || problem.Detail == "" {
		return fmt.Errorf("%s answers with %s", c.base, res.Status)
	}
	text := problem.Detail
	for _, e := range problem.Errors {
		text += fmt.Sprintf("; %s %s", strings.TrimPrefix(e.Pointer, "/"), e.Message)
	}
	return models.Errorf(problem.Code, "%s", text)
}

// LensKeys are the keys of the lenses of a workload with an id.
func (c *Client) LensKeys(ctx context.Context, workload string) (keys []string, err error) {
	var list struct {
		Items []struct {
			Key string `json:"lens_key"`
		} `json:"items"`
	}
	err = c.Get(ctx, "/workloads/"+url.PathEscape(workload)+"/lenses", nil, &list)
	for _, review := range list.Items {
		keys = append(keys, review.Key)
	}
	return keys, err
}

// WorkloadID takes an id as it is and looks a name up.
func (c *Client) WorkloadID(ctx context.Context, ref string) (string, error) {
	if models.IsID(ref) {
		return ref, nil
	}
	query := url.Values{"name": {ref}, "limit": {"200"}}
	for {
		var page struct {
			Items []struct {
				ID   string `json:"id"`
				Name string `json:"name"`
			} `json:"items"`
			Next string `json:"next_cursor"`
		}
		if err := c.Get(ctx, "/workloads", query, &page); err != nil {
			return "", err
		}
		for _, w := range page.Items {
			if models.FoldName(w.Name) == models.FoldName(ref) {
				return w.ID, nil
			}
		}
		if page.Next == "" {
			return "", models.Errorf(models.CodeNotFound, "there is no workload with the id or name %q", ref)
		}
		query.Set("cursor", page.Next)
	}
}
