// Package questionnaires holds the lens: its shape, Parse and export (JSON, AWS, a page to read), edits,
// and Rate. What two versions differ in is told by questionnaires/diff.
//
// A lens is the AWS custom lens format ("2021-11-01"): pillars, questions, choices (best practices) and risk rules.
// The package is pure: no database, no clock, no network, nothing from outside the standard library, and the rate
// of an answer depends on the answer and the rules alone. It may import questionnaires/jsontree and questionnaires/rules only.
//
// # Optional members
//
// A document may say more than the AWS format knows. JSON keeps it; AWS drops it, after it has made improvement plans
// and helpful resources of it. A question may have:
//
//	"documentId": "SEC02",                        what people cite, at most 128 characters
//	"shortName": "Least privilege",               for lists and headings: one line of at most 40 characters
//	"terms": ["least privilege", "MFA"],          terms of art by which people look for it
//	"facilitation": {                             for the person who leads the review
//	  "objective": "…",                           what the room knows at the end
//	  "room": ["…"],                              roles that should be there
//	  "followUps": ["…"],                         questions to ask next
//	  "redFlags": ["…"]                           answers that ask for a closer look
//	}
//
// and a choice:
//
//	"documentId": "SEC02-BP01",
//	"terms": ["dual control"],
//	"riskLevel": "HIGH",                          HIGH, MEDIUM or LOW: the risk if it is missing
//	"why": "…",                                   why it matters
//	"howToTell": "…",                             what a reviewer sees where it is met
//	"steps": ["…"],                               how to get there; a choice with steps needs no improvementPlan
//	"effort": "LOW", "impact": "HIGH",            HIGH, MEDIUM or LOW
//	"responsibility": "CUSTOMER",                 PROVIDER, CUSTOMER or SHARED
//	"evidence": ["configuration"],                kinds of evidence that prove it
//	"link": "https://…"                           where to read on
//
// and a pillar:
//
//	"description": "…"                            what it protects the business from
//
// Texts have at most 2048 characters and lists at most 10 strings. Backticks around a part of a text mark it as code.
// riskLevel informs and does not rate: that is what the risk rules do. Findings is silent about a LOW choice without
// effect.
//
// Another lens may use such a name for something else. A member that does not have this form is kept as it came,
// unread, and is a warning (guidance-type, guidance-value, guidance-length), never an error. The members of this list
// don't count toward MaxBytes, which is AWS's limit; a document with all of them has at most MaxInput bytes.
package questionnaires
