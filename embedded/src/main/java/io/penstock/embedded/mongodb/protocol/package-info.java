/** What is on the wire: BSON, the sortable form of BSON values, and errors as a server words them. */
@NullMarked
package io.penstock.embedded.mongodb.protocol;

import org.jspecify.annotations.NullMarked;
