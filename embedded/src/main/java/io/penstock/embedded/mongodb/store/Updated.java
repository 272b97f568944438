package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.Document;

/** A document before and after an update that changed it. Neither is ever changed again. */
public record Updated(Document before, Document after) {}
