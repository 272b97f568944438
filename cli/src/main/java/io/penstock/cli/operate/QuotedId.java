package io.penstock.cli.operate;

import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.processor.document.DocumentId;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * What is to be said when nothing is found of a task id that reads as a number, a date or a word such as {@code true}: where a
 * document's id is that text, its task id has quotes, see {@link DocumentId}.
 */
public final class QuotedId {
    /** What has quotes, or brackets that nobody writes by mistake. */
    private static final Pattern AS_MEANT = Pattern.compile("|[\"{\\[].*", Pattern.DOTALL);

    private QuotedId() {}

    /** The sentence, with a blank before it; empty where it does not help. */
    public static String hint(String taskId) {
        String quoted = DocumentId.text(TextNode.valueOf(taskId));
        return quoted.equals(taskId) || AS_MEANT.matcher(taskId).matches()
                ? ""
                : " If the document's id is this as text, its task id has quotes: write '" + quoted + "' in the shell.";
    }

    /** The sentence for the first of these for which it helps. */
    static String hint(Collection<String> taskIds) {
        return taskIds.stream()
                .sorted()
                .map(QuotedId::hint)
                .filter(hint -> !hint.isEmpty())
                .findFirst()
                .orElse("");
    }
}
