package v1

import "plumbline/models"

// togetherRoutes are what people do in a review beside answering it.
func (a *API) togetherRoutes() []route {
	const at = "/workloads/:workload/lenses/:lens"
	const thread = at + "/answers/:question/comments"
	return []route{
		{method: get, path: "/mine", id: "getMine", summary: "The questions that are assigned to the person who asks, and the comments that mention the person", action: models.ReadMine, status: ok, do: do(a.getMine)},
		{method: get, path: at + "/comments", id: "countComments", summary: "How many comments each question has; questions without any are left out", action: models.ReadComments, status: ok, do: do(a.countComments)},
		{method: get, path: thread, id: "listComments", summary: "The comments of a question, newest first; deleted ones are gaps", action: models.ReadComments, status: ok, query: paging, do: do(a.listComments)},
		{method: post, path: thread, id: "createComment", summary: "Comment on a question", action: models.CreateComment, status: created, idempotent: true, do: do(a.createComment)},
		{method: patch, path: thread + "/:comment", id: "updateComment", summary: "Edit one's own comment", action: models.CreateComment, status: ok, conditional: true, do: do(a.updateComment)},
		{method: remove, path: thread + "/:comment", id: "deleteComment", summary: "Delete one's own comment; architects delete those of others too", action: models.CreateComment, status: gone, do: do(a.deleteComment)},
		{method: get, path: at + "/participants", id: "listParticipants", summary: "Who reaches the workload, by name: whom one can mention and assign to; at most 500", action: models.CreateComment, status: ok, do: do(a.listParticipants)},
		{method: get, path: at + "/assignments", id: "listAssignments", summary: "Who looks after which pillar or question", action: models.ReadComments, status: ok, do: do(a.listAssignments)},
		{method: put, path: at + "/assignments", id: "putAssignment", summary: "Assign a question or a whole pillar to somebody, or to nobody", action: models.UpdateAssignment, status: ok, do: do(a.putAssignment)},
		{method: get, path: at + "/parking", id: "listParked", summary: "The parking lot, oldest first, what is done included", action: models.ReadComments, status: ok, do: do(a.listParked)},
		{method: post, path: at + "/parking", id: "park", summary: "Park what has to wait", action: models.UpdateParking, status: created, idempotent: true, do: do(a.park)},
		{method: patch, path: at + "/parking/:item", id: "updateParked", summary: "Tick a parked item off, or open it again", action: models.UpdateParking, status: ok, do: do(a.updateParked)},
		{method: post, path: at + "/parking/:item/keep", id: "keepParked", summary: "Make a parked item a line of the notes: of the answer to its question, or else of the review", action: models.UpdateParking, status: ok, do: do(a.keepParked)},
		{method: remove, path: at + "/parking/:item", id: "deleteParked", summary: "Take an item out of the parking lot; notes that it became stay", action: models.UpdateParking, status: gone, do: do(a.deleteParked)},
		{method: get, path: at + "/facilitation", id: "getFacilitation", summary: "Where the room is that somebody leads through the review, with the agenda", action: models.ReadComments, status: ok, do: do(a.getFacilitation)},
		{method: patch, path: at + "/facilitation", id: "updateFacilitation", summary: "Move the room, start or stop the clock, change the agenda or what the shared screen shows", action: models.UpdateFacilitation, status: ok, conditional: true, do: do(a.updateFacilitation)},
	}
}
