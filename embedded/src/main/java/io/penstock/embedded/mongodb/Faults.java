package io.penstock.embedded.mongodb;

import io.penstock.embedded.mongodb.command.Member;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.wire.Listener;
import java.util.Set;

/** What can go wrong with a server, on demand. */
public final class Faults {
    private final Member member;
    private final Listener listener;

    Faults(Member member, Listener listener) {
        this.member = member;
        this.listener = listener;
    }

    /** The oplog forgets all: no resume token up to now is good any more (error 286). */
    public void forgetHistory() {
        member.forgetHistory();
    }

    /** All cursors are closed; reading on gives error 43. */
    public void killCursors() {
        member.killCursors();
    }

    /**
     * All cursors are killed, as an operator does: who waits for more of a change stream is interrupted (error 237), and no driver
     * goes on from that by itself; reading on later gives error 43.
     */
    public void interruptCursors() {
        member.interruptCursors();
    }

    /** All connections are closed. Clients can connect again at once. */
    public void cutConnections() {
        listener.cutConnections();
    }

    /** From now on nobody may run this command (error 13): all are users without the role for it. */
    public void forbid(String command) {
        member.forbid(command, Set.of());
    }

    /** From now on nobody may run this command but in these databases: all are users with a role there alone. */
    public void forbidOutside(String command, String... databases) {
        member.forbid(command, Set.of(databases));
    }

    /** The next one who runs this command is refused with this error, as a router does that finds no shard at the moment. */
    public void refuseOnce(String command, int code, String message) {
        member.refuseOnce(command, ServerError.numbered(code, message));
    }

    /** From now on everybody sees this database alone, as a user does who may read no other. */
    public void showOnly(String database) {
        member.showOnly(database);
    }

    /** From now on nobody gets an answer, until what is returned is closed. Nobody is refused: all wait. */
    public Stall stall() {
        return new Stall(member);
    }

    /**
     * From now on the oplog is read slowly: a stream that is to go on from some place gets no answer until {@link
     * #readOplogFast}, as where millions of other changes came after that place.
     */
    public void readOplogSlowly() {
        member.readOplogSlowly(true);
    }

    /** The end of it: those who wait get their answers. */
    public void readOplogFast() {
        member.readOplogSlowly(false);
    }

    /**
     * The first half of an election: the member is no longer primary, cursors end, open transactions are undone, writes
     * give error 10107 until {@link #stepUp}.
     */
    public void stepDown() {
        member.stepDown();
    }

    /** The second half: the member is primary again, in a new term. */
    public void stepUp() {
        member.stepUp();
    }
}
