package api_test

import (
	"fmt"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
)

// asker is a column of the table: whom it stands for, and as whom the requests are sent.
var tableAskers = []struct{ name, as string }{
	{"nobody", "nobody"}, {"stranger", "stranger session"}, {"viewer", "viewer session"},
	{"contributor", "contributor session"},
	{"architect", "architect session"}, {"owner", "owner session"}, {"administrator", "administrator session"},
	{"expired token", "expired"}, {"revoked session", "revoked session"},
	{"viewer token", "viewer"}, {"owner token", "owner"}, {"guest", "guest session"},
}

// TestEveryOperationAsEverybody asks for every operation as everybody. What each gets is written down in
// permissionTable, and an operation without a row there fails. Bodies hold a member that no operation knows: whoever
// may ask gets as far as the decoder (422), and changes nothing.
func TestEveryOperationAsEverybody(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.OK("POST", "/workloads/"+id+"/milestones", map[string]any{"name": "First look"})
		s.Guest("guest", id, "service-basics")
		paths := strings.NewReplacer("{workload}", id, "{lens}", "service-basics", "{question}", "backup", "{number}", "1",
			"{version}", "1.0", "{token}", models.NewID(), "{key}", "PLAKAAAAAAAAAAAAAAAA", "{user}", s.Users["viewer"].ID,
			"{session}", models.NewID(), "{invitation}", models.NewID(), "{workspace}", s.WorkspaceID, "{mapping}",
			models.NewID(),
			"{share}", models.NewID(), "{link}", models.NewID(), "{comment}", models.NewID(), "{item}", models.NewID(),
			"{parked}", models.NewID(), "{item_comment}", models.NewID(),
			"{delivery}", models.NewID(), "{acceptance}", models.NewID())
		seen := map[string]bool{}
		var suggestion strings.Builder
		for _, route := range s.Spec.Routes {
			row, known := permissionTable[route.ID]
			seen[route.ID] = true
			got := make([]int, len(tableAskers))
			for i, asker := range tableAskers {
				c := apitest.Call{Method: route.Method, Path: paths.Replace(route.Template), As: asker.as}
				if route.Method == "POST" || route.Method == "PUT" || route.Method == "PATCH" {
					c.Body = `{"nobody_knows_this": 1}`
				}
				if got[i] = s.Do(c).Status; known && got[i] != row[i] {
					s.T.Errorf("%s (%s %s) as %s: %d, want %d", route.ID, c.Method, c.Path, asker.name, got[i], row[i])
				}
				if route.ID == "signOut" || route.ID == "revokeOtherSessions" {
					s.SignBack(asker.as)
				}
				if route.ID == "signOut" && asker.as == "guest session" {
					s.Guest("guest", id, "service-basics")
				}
			}
			if !known {
				fmt.Fprintf(&suggestion, "\t%q: {%s},\n", route.ID, strings.Trim(strings.ReplaceAll(fmt.Sprint(got), " ", ", "),
					"[]"))
			}
		}
		if suggestion.Len() > 0 {
			s.T.Errorf("operations without a row; decide on each before it is written down:\n%s", &suggestion)
		}
		for id := range permissionTable {
			if !seen[id] {
				s.T.Errorf("the table has a row for %s, which is no operation", id)
			}
		}
	})
}

// permissionTable has for each operation the status that each asker gets.
var permissionTable = map[string][12]int{
	"listItems":             {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"countItems":            {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"editItems":             {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"deleteItem":            {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"getItem":               {401, 404, 404, 404, 404, 404, 403, 401, 401, 404, 404, 403},
	"updateItem":            {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"listItemActivity":      {401, 404, 404, 404, 404, 404, 403, 401, 401, 404, 404, 403},
	"listItemComments":      {401, 404, 404, 404, 404, 404, 403, 401, 401, 404, 404, 403},
	"createItemComment":     {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"deleteItemComment":     {401, 404, 403, 404, 404, 404, 403, 401, 401, 403, 404, 403},
	"updateItemComment":     {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"completeItem":          {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"moveItem":              {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"verifyItem":            {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"getPlanSettings":       {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"putPlanSettings":       {401, 422, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"createItem":            {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"createItems":           {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"checkWorkload":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"askAcceptance":         {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"decideAcceptance":      {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"getAcceptance":         {401, 404, 404, 404, 404, 404, 403, 401, 401, 404, 404, 403},
	"listAcceptances":       {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listApprovers":         {401, 404, 403, 200, 200, 200, 403, 401, 401, 403, 200, 403},
	"listReviewAcceptances": {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"revokeAcceptance":      {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"withdrawAcceptance":    {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},

	"acceptShare":         {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"addMember":           {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"applyLens":           {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"beginTOTP":           {401, 422, 422, 422, 422, 422, 422, 401, 401, 403, 403, 403},
	"listClaims":          {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"getSettings":         {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"updateSettings":      {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"changePassword":      {401, 422, 422, 422, 422, 422, 422, 401, 401, 403, 403, 403},
	"checkLens":           {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"checkLink":           {422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422},
	"compareMilestones":   {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"confirmTOTP":         {401, 422, 422, 422, 422, 422, 422, 401, 401, 403, 403, 403},
	"createGuestLink":     {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"createKey":           {401, 422, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"createMilestone":     {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"createOwnKey":        {401, 422, 422, 422, 422, 422, 403, 401, 401, 403, 403, 403},
	"createOwnToken":      {401, 422, 422, 422, 422, 422, 403, 401, 401, 403, 403, 403},
	"createSample":        {401, 201, 403, 403, 409, 409, 403, 401, 401, 403, 409, 403},
	"createToken":         {401, 422, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"createUser":          {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"createWorkload":      {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"createWorkspace":     {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"deleteLens":          {401, 404, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"deleteWorkload":      {401, 404, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"diffLens":            {401, 404, 404, 404, 404, 404, 403, 401, 401, 404, 404, 403},
	"discardDraft":        {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"dropTOTP":            {401, 422, 422, 422, 422, 422, 422, 401, 401, 403, 403, 403},
	"exportLens":          {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"exportWorkload":      {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getAnswer":           {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"getDraft":            {401, 404, 404, 404, 404, 404, 403, 401, 401, 404, 404, 403},
	"getLens":             {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getLensFindings":     {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getLensVersion":      {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getMember":           {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getMilestone":        {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getOpenAPI":          {200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
	"getPlan":             {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"getReport":           {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"getReview":           {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"watchReview":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"listPresent":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getSession":          {401, 200, 200, 200, 200, 200, 200, 401, 401, 200, 200, 200},
	"getUser":             {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"getWorkload":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"getWorkspace":        {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"importLens":          {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"importWorkload":      {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"inviteMember":        {401, 422, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"searchReview":        {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"listAnswers":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 200},
	"listAudit":           {401, 200, 403, 403, 403, 200, 403, 401, 401, 403, 200, 403},
	"listGuestLinks":      {401, 404, 403, 403, 200, 200, 403, 401, 401, 403, 200, 403},
	"listInvitations":     {401, 200, 403, 403, 403, 200, 403, 401, 401, 403, 200, 403},
	"listKeys":            {401, 200, 403, 403, 403, 200, 403, 401, 401, 403, 200, 403},
	"listLensShares":      {401, 404, 403, 403, 200, 200, 403, 401, 401, 403, 200, 403},
	"listLensVersions":    {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listLenses":          {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listMembers":         {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listHistory":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listMilestones":      {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listOwnKeys":         {401, 200, 200, 200, 200, 200, 403, 401, 401, 403, 403, 403},
	"listOwnTokens":       {401, 200, 200, 200, 200, 200, 403, 401, 401, 403, 403, 403},
	"listReviews":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listSessions":        {401, 200, 200, 200, 200, 200, 200, 401, 401, 403, 403, 403},
	"listShares":          {401, 200, 403, 403, 200, 200, 403, 401, 401, 403, 200, 403},
	"listTokens":          {401, 200, 403, 403, 403, 200, 403, 401, 401, 403, 200, 403},
	"listUsers":           {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"listWorkloadShares":  {401, 404, 403, 403, 200, 200, 403, 401, 401, 403, 200, 403},
	"listWorkloads":       {401, 200, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"listWorkspaces":      {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"openGuestLink":       {422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422},
	"previewUpgrade":      {401, 404, 403, 403, 409, 409, 403, 401, 401, 403, 409, 403},
	"publishLens":         {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"putAnswer":           {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"putDraft":            {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"rejectShare":         {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"removeMember":        {401, 404, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"removeReview":        {401, 404, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"renameWorkspace":     {401, 422, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"resetMember":         {401, 404, 403, 403, 403, 201, 403, 401, 401, 403, 201, 403},
	"resetUser":           {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"listGuestVisits":     {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"revokeGuestLink":     {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"revokeInvitation":    {401, 404, 403, 403, 403, 404, 403, 401, 401, 403, 404, 403},
	"revokeKey":           {401, 404, 403, 403, 403, 404, 403, 401, 401, 403, 404, 403},
	"revokeLensShare":     {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"revokeOtherSessions": {401, 200, 200, 200, 200, 200, 200, 401, 401, 403, 403, 403},
	"revokeOwnKey":        {401, 404, 404, 404, 404, 404, 403, 401, 401, 403, 403, 403},
	"revokeOwnToken":      {401, 404, 404, 404, 404, 404, 403, 401, 401, 403, 403, 403},
	"revokeSession":       {401, 404, 404, 404, 404, 404, 404, 401, 401, 403, 403, 403},
	"revokeToken":         {401, 404, 403, 403, 403, 404, 403, 401, 401, 403, 404, 403},
	"revokeWorkloadShare": {401, 404, 403, 403, 404, 404, 403, 401, 401, 403, 404, 403},
	"shareLens":           {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"shareWorkload":       {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"signIn":              {422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422},
	"signOut":             {401, 204, 204, 204, 204, 204, 204, 401, 401, 409, 409, 204},
	"switchWorkspace":     {401, 422, 422, 422, 422, 422, 422, 401, 401, 403, 403, 403},
	"updateAnswer":        {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"updateMember":        {401, 422, 403, 403, 403, 422, 403, 401, 401, 403, 422, 403},
	"updateReview":        {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"updateSelf":          {401, 422, 422, 422, 422, 422, 422, 401, 401, 403, 403, 403},
	"updateUser":          {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"updateWorkload":      {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"tryUpgrade":          {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"renameLens":          {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"upgradeReview":       {401, 422, 403, 403, 422, 422, 403, 401, 401, 403, 422, 403},
	"useLink":             {422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422},
	"exportAudit":         {401, 200, 403, 403, 403, 200, 403, 401, 401, 403, 200, 403},
	"exportInstanceAudit": {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"listInstanceAudit":   {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"verifyAudit":         {401, 200, 403, 403, 403, 200, 403, 401, 401, 403, 200, 403},
	"verifyInstanceAudit": {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"listDeliveries":      {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"retryDelivery":       {401, 403, 403, 403, 403, 403, 404, 401, 401, 403, 403, 403},
	"discardDelivery":     {401, 403, 403, 403, 403, 403, 404, 401, 401, 403, 403, 403},
	"createMapping":       {401, 403, 403, 403, 403, 403, 422, 401, 401, 403, 403, 403},
	"deleteMapping":       {401, 403, 403, 403, 403, 403, 404, 401, 401, 403, 403, 403},
	"listMappings":        {401, 403, 403, 403, 403, 403, 200, 401, 401, 403, 403, 403},
	"requestReset":        {422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422},

	"markRead":           {401, 422, 422, 422, 422, 422, 403, 401, 401, 422, 422, 403},
	"getMine":            {401, 200, 200, 200, 200, 200, 403, 401, 401, 403, 403, 403}, // a token has no person behind it
	"listComments":       {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"countComments":      {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"createComment":      {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"updateComment":      {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"deleteComment":      {401, 404, 403, 404, 404, 404, 403, 401, 401, 403, 404, 403},
	"listParticipants":   {401, 404, 403, 200, 200, 200, 403, 401, 401, 403, 200, 403},
	"listAssignments":    {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"putAssignment":      {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"listParked":         {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"park":               {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"updateParked":       {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
	"keepParked":         {401, 404, 403, 404, 404, 404, 403, 401, 401, 403, 404, 403},
	"deleteParked":       {401, 404, 403, 404, 404, 404, 403, 401, 401, 403, 404, 403},
	"getFacilitation":    {401, 404, 200, 200, 200, 200, 403, 401, 401, 200, 200, 403},
	"updateFacilitation": {401, 422, 403, 422, 422, 422, 403, 401, 401, 403, 422, 403},
}
