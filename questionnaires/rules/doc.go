// Package rules is the risk-rule language of a lens: Parse, Match, and what follows from a set of rules.
//
// It may import the standard library only and knows nothing of lenses: choices are ids, risks are small numbers.
//
// # Grammar
//
//	condition := "default" | or
//	or        := and ( "||" and )*
//	and       := unary ( "&&" unary )*
//	unary     := "!" unary | "(" or ")" | id
//	id        := ( letter | digit | "_" | "-" | "." )+
//
// Letters are ASCII letters. Space, tab, carriage return and line feed may stand between any two tokens. A choice
// whose id is "default" can't be named.
//
// # Meaning
//
// A selected choice is true and an unselected one false. One that is not applicable is neutral: negated it stays
// neutral, and both && and || pass over it; if all operands are neutral, so is the result. A choice that is marked
// both selected and not applicable counts as not applicable.
//
// Where no choice other than "*_no" choices is selected, a choice that is not applicable makes up for nothing: a
// condition that asks for it has it missing, one that asks with ! for its absence still finds it neutral.
//
// A rule fires if its condition is true. It also fires if its condition is neutral, is neither a || at the top nor has
// a ! anywhere, and a choice other than a "*_no" choice is selected: not applicable satisfies a term of &&, it does
// not by itself satisfy ||, and it is not the absence that a ! asks for. Rules are tried from the top and the first that fires decides; the first default is tried after all
// others, wherever it stands.
//
// A choice whose id ends in "_no" means "none of these". Rules see it only if they name it, and it is never not
// applicable: such a mark is passed over. (Sources: the custom lens specification, and the behaviour of the AWS tool.)
package rules
