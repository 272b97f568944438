@NullMarked
package io.penstock.connectors.source;

import org.jspecify.annotations.NullMarked;
