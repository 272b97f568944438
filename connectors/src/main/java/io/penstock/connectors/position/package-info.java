/**
 * The position of a change in the database's history, brought from Debezium's source offset into a header.
 */
@NullMarked
package io.penstock.connectors.position;

import org.jspecify.annotations.NullMarked;
