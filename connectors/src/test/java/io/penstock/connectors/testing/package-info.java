@NullMarked
package io.penstock.connectors.testing;

import org.jspecify.annotations.NullMarked;
