@NullMarked
package io.penstock.connectors.engine;

import org.jspecify.annotations.NullMarked;
