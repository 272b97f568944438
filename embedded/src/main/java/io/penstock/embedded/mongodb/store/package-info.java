/** The documents: databases, collections, and the index by which a document is found. */
@NullMarked
package io.penstock.embedded.mongodb.store;

import org.jspecify.annotations.NullMarked;
