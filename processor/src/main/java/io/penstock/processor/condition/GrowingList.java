package io.penstock.processor.condition;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that never changes, and to which another is added without copying it: {@code map} and {@code filter} build their
 * results by adding one element at a time. Confined to one evaluation.
 */
final class GrowingList extends AbstractList<@Nullable Object> {
    /** Shared by all lists that grew from one; each sees its own first elements. */
    private final List<@Nullable Object> elements;

    private final int size;

    private GrowingList(List<@Nullable Object> elements) {
        this.elements = elements;
        this.size = elements.size();
    }

    static GrowingList concat(List<? extends @Nullable Object> left, List<? extends @Nullable Object> right) {
        boolean grows = left instanceof GrowingList growing && growing.size == growing.elements.size();
        List<@Nullable Object> elements = grows ? ((GrowingList) left).elements : new ArrayList<>(left);
        elements.addAll(right);
        return new GrowingList(elements);
    }

    @Override
    public @Nullable Object get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return size;
    }
}
