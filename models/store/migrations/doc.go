// Package migrations brings a database to the schema of this version of the program.
//
// One dated file per migration; its SQL lies frozen in sql/, one file per engine, or in the dated file where both
// engines take the same, and is never edited once released: a change of the schema is a new migration, which says in a
// comment why it is needed. A migration never uses types of the program, since those go on changing. Order is by id;
// all that are missing run in the caller's transaction.
//
// It may import GORM and gormigrate only. It never opens or closes a database.
package migrations
