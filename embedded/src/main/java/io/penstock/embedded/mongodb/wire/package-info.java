/** Connections and messages. */
@NullMarked
package io.penstock.embedded.mongodb.wire;

import org.jspecify.annotations.NullMarked;
