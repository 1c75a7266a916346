package migrations

// itemLists brings the indexes by which lists, boards and figures of many items are read.
var itemLists = sqlMigration("202611290201")
