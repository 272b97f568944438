/** A stand-in for one member of a MongoDB replica set, for tests, demonstrations and single machines without a server. */
@NullMarked
package io.penstock.embedded.mongodb;

import org.jspecify.annotations.NullMarked;
