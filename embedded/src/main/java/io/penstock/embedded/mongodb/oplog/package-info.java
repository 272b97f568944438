/** The history of what was written, bounded, and the resume tokens that name places in it. */
@NullMarked
package io.penstock.embedded.mongodb.oplog;

import org.jspecify.annotations.NullMarked;
