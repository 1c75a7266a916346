package v1

import (
	"plumbline/api/v1/rest"
	"plumbline/models"
)

// togetherRoutes are what people do in a review beside answering it.
func (a *API) togetherRoutes() []rest.Route {
	const at = "/workloads/:workload/lenses/:lens"
	const thread = at + "/answers/:question/comments"
	return []rest.Route{
		{Method: methodGet, Path: "/mine", ID: "getMine",
			Summary: "What waits for the person who asks: questions, items, mentions, and risks that are accepted or to be",
			Action:  models.ReadMine, Status: statusOK, Do: rest.Do(a.getMine)},
		{Method: methodPost, Path: "/mine/read", ID: "markRead", Summary: "Mark comments that mention the person as read",
			Action: models.ReadMine, Status: statusNoContent, Do: rest.Do(a.markRead)},
		{Method: methodGet, Path: at + "/comments", ID: "countComments",
			Summary: "How many comments each question has; questions without any are left out", Action: models.ReadComments,
			Status: statusOK, Do: rest.Do(a.countComments)},
		{Method: methodGet, Path: thread, ID: "listComments",
			Summary: "The comments of a question, newest first; deleted ones are gaps", Action: models.ReadComments,
			Status: statusOK, Query: pagingParams, Do: rest.Do(a.listComments)},
		{Method: methodPost, Path: thread, ID: "createComment", Summary: "Comment on a question",
			Action: models.CreateComment, Status: statusCreated, Idempotent: true, Do: rest.Do(a.createComment)},
		{Method: methodPatch, Path: thread + "/:comment", ID: "updateComment", Summary: "Edit one's own comment",
			Action: models.CreateComment, Status: statusOK, Conditional: true, Do: rest.Do(a.updateComment)},
		{Method: methodDelete, Path: thread + "/:comment", ID: "deleteComment",
			Summary: "Delete one's own comment; architects delete those of others too", Action: models.CreateComment,
			Status: statusNoContent, Do: rest.Do(a.deleteComment)},
		{Method: methodGet, Path: at + "/participants", ID: "listParticipants",
			Summary: "Who has access to the workload, by name: whom one can mention and assign to; at most 500",
			Action:  models.CreateComment, Status: statusOK, Do: rest.Do(a.listParticipants)},
		{Method: methodGet, Path: at + "/assignments", ID: "listAssignments",
			Summary: "Who looks after which pillar or question", Action: models.ReadComments, Status: statusOK,
			Do: rest.Do(a.listAssignments)},
		{Method: methodPut, Path: at + "/assignments", ID: "putAssignment",
			Summary: "Assign a question or a whole pillar to somebody, or to nobody", Action: models.UpdateAssignment,
			Status: statusOK, Do: rest.Do(a.putAssignment)},
		{Method: methodGet, Path: at + "/parking", ID: "listParked",
			Summary: "The parking lot, oldest first, what is done included", Action: models.ReadComments, Status: statusOK,
			Do: rest.Do(a.listParked)},
		{Method: methodPost, Path: at + "/parking", ID: "park", Summary: "Park what has to wait",
			Action: models.UpdateParking, Status: statusCreated, Idempotent: true, Do: rest.Do(a.park)},
		{Method: methodPatch, Path: at + "/parking/:parked", ID: "updateParked",
			Summary: "Tick a parked item off, or open it again", Action: models.UpdateParking, Status: statusOK,
			Do: rest.Do(a.updateParked)},
		{Method: methodPost, Path: at + "/parking/:parked/keep", ID: "keepParked",
			Summary: "Make a parked item a line of the notes: of the answer to its question, or else of the review",
			Action:  models.UpdateParking, Status: statusOK, Do: rest.Do(a.keepParked)},
		{Method: methodDelete, Path: at + "/parking/:parked", ID: "deleteParked",
			Summary: "Take an item out of the parking lot; notes that it became stay", Action: models.UpdateParking,
			Status: statusNoContent, Do: rest.Do(a.deleteParked)},
		{Method: methodGet, Path: at + "/facilitation", ID: "getFacilitation",
			Summary: "Where the room is that somebody leads through the review, with the agenda", Action: models.ReadComments,
			Status: statusOK, Do: rest.Do(a.getFacilitation)},
		{Method: methodPatch, Path: at + "/facilitation", ID: "updateFacilitation",
			Summary: "Move the room, start or stop the clock, change the agenda or what the shared screen shows",
			Action:  models.UpdateFacilitation, Status: statusOK, Conditional: true, Do: rest.Do(a.updateFacilitation)},
	}
}
