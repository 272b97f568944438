@NullMarked
package io.penstock.connectors.position;

import org.jspecify.annotations.NullMarked;
