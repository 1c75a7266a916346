package store_test

import (
	"testing"

	"plumbline/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
