// Package apitest is what tests of the API and of the pages are made of: whole servers on fresh databases with somebody
// signed in for each role, requests whose replies are held against the OpenAPI document, pages and forms as browsers
// without scripts have them, events, a provider of OpenID Connect, and browsers. Tests lie beside what they test; a
// package of tests calls Main in its TestMain.
//
// It may import all of api and models; only tests may import it.
package apitest
