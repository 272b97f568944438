/** See the module's description. */
@NullMarked
package io.penstock.embedded;

import org.jspecify.annotations.NullMarked;
