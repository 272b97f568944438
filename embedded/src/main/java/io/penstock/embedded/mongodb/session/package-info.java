/** Sessions: transactions, and writes that a client may send again. */
@NullMarked
package io.penstock.embedded.mongodb.session;

import org.jspecify.annotations.NullMarked;
