package labels

// RegionGroup is a part of the world with its AWS Regions.
type RegionGroup struct {
	Name    string
	Regions []Region
}

// Region is an AWS Region by its code, with the place that AWS names it after.
type Region struct{ Code, Place string }

// RegionGroups are the AWS Regions that forms offer, as they were on 29 November 2026 (the list of Regions in the AWS
// General Reference, and the announcement of the European Sovereign Cloud). One that is not in it can be typed.
var RegionGroups = [...]RegionGroup{
	{"Europe", []Region{
		{"eu-central-1", "Frankfurt"}, {"eu-central-2", "Zurich"}, {"eu-north-1", "Stockholm"}, {"eu-south-1", "Milan"},
		{"eu-south-2", "Spain"}, {"eu-west-1", "Ireland"}, {"eu-west-2", "London"}, {"eu-west-3", "Paris"},
		{"eusc-de-east-1", "European Sovereign Cloud, Brandenburg"},
	}},
	{"North and South America", []Region{
		{"us-east-1", "Northern Virginia"}, {"us-east-2", "Ohio"}, {"us-west-1", "Northern California"},
		{"us-west-2", "Oregon"}, {"ca-central-1", "Canada, Central"}, {"ca-west-1", "Calgary"},
		{"mx-central-1", "Mexico, Central"}, {"sa-east-1", "São Paulo"},
	}},
	{"Asia Pacific", []Region{
		{"ap-east-1", "Hong Kong"}, {"ap-east-2", "Taipei"}, {"ap-northeast-1", "Tokyo"}, {"ap-northeast-2", "Seoul"},
		{"ap-northeast-3", "Osaka"}, {"ap-south-1", "Mumbai"}, {"ap-south-2", "Hyderabad"},
		{"ap-southeast-1", "Singapore"}, {"ap-southeast-2", "Sydney"}, {"ap-southeast-3", "Jakarta"},
		{"ap-southeast-4", "Melbourne"}, {"ap-southeast-5", "Malaysia"}, {"ap-southeast-6", "New Zealand"},
		{"ap-southeast-7", "Thailand"},
	}},
	{"Middle East and Africa", []Region{
		{"af-south-1", "Cape Town"}, {"il-central-1", "Tel Aviv"}, {"me-central-1", "United Arab Emirates"},
		{"me-south-1", "Bahrain"},
	}},
	{"China", []Region{{"cn-north-1", "Beijing"}, {"cn-northwest-1", "Ningxia"}}},
	{"AWS GovCloud (US)", []Region{{"us-gov-east-1", "US-East"}, {"us-gov-west-1", "US-West"}}},
}
