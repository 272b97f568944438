/** What the governor would have done: as a picture in the terminal, as SVG, and for programs. */
@NullMarked
package io.penstock.cli.simulate;

import org.jspecify.annotations.NullMarked;
