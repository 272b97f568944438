@NullMarked
package io.penstock.connectors.sink;

import org.jspecify.annotations.NullMarked;
