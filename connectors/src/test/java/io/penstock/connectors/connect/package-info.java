@NullMarked
package io.penstock.connectors.connect;

import org.jspecify.annotations.NullMarked;
