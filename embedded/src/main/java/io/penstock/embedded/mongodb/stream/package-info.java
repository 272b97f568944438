/** Change streams: the oplog as one client sees it. */
@NullMarked
package io.penstock.embedded.mongodb.stream;

import org.jspecify.annotations.NullMarked;
