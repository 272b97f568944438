@NullMarked
package io.penstock.connectors.results;

import org.jspecify.annotations.NullMarked;
