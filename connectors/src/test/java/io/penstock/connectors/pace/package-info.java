@NullMarked
package io.penstock.connectors.pace;

import org.jspecify.annotations.NullMarked;
