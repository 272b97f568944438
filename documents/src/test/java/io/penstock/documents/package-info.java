@NullMarked
package io.penstock.documents;

import org.jspecify.annotations.NullMarked;
