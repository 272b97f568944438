/**
 * From Penstock's settings to the properties of Debezium's MongoDB connector and engine.
 */
@NullMarked
package io.penstock.connectors.source;

import org.jspecify.annotations.NullMarked;
