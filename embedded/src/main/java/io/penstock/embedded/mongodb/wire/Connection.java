package io.penstock.embedded.mongodb.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.command.Commands;
import io.penstock.embedded.mongodb.command.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: a thread of its own reads a message, runs it and sends the reply, until the client leaves. */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int READ_BUFFER = 64 << 10;

    private final Socket socket;
    private final int number;
    private final Commands commands;
    private final Runnable whenClosed;
    private final MessageFormat format = new MessageFormat();

    Connection(Socket socket, int number, Commands commands, Runnable whenClosed) {
        this.socket = socket;
        this.number = number;
        this.commands = commands;
        this.whenClosed = whenClosed;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), READ_BUFFER));
            OutputStream out = socket.getOutputStream();
            while (!socket.isClosed()) {
                answer(format.read(in), out);
            }
        } catch (EOFException | SocketException e) {
            LOG.debug("connection {} ended: {}", number, e.toString());
        } catch (IOException | RuntimeException e) {
            LOG.warn("connection {} is closed: {}", number, e.toString(), e);
        } finally {
            whenClosed.run();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing connection {}", number, e);
        }
    }

    private void answer(Message message, OutputStream out) throws IOException {
        Document reply = run(message.database(), message.body());
        if (message.unacknowledged()) {
            return;
        }
        boolean goesOn = message.exhaust() && isAwaitedHello(message.body());
        int id = format.write(out, reply, message.requestId(), message.legacy(), goesOn);
        while (goesOn) {
            Document body = new Document(message.body());
            body.put("topologyVersion", reply.get("topologyVersion"));
            reply = run(message.database(), body);
            id = format.write(out, reply, id, false, true);
        }
    }

    private static boolean isAwaitedHello(Document body) {
        return body.containsKey("topologyVersion") && body.containsKey("maxAwaitTimeMS");
    }

    private Document run(String database, Document body) {
        return commands.run(Request.of(
                database, body, number, socket.getRemoteSocketAddress().toString()));
    }
}
