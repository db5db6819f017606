package drawbridge.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import java.nio.charset.StandardCharsets;

/// One connection over which one request after the other is sent. It reads of an answer what tells
/// where it ends, and its status: a whole HTTP client would take a third of the machine that is
/// measured.
final class Sender {

    private static final String LENGTH = "content-length:";
    private static final int ACCEPTED = 202;

    /// Who is told of an answer.
    interface Told {

        void answered(Sender sender, int status);

        void lost(Sender sender);
    }

    private final NetSocket socket;
    private final Told told;
    private Buffer part = Buffer.buffer();

    private Buffer request = Buffer.buffer();
    private long began;

    Sender(NetSocket socket, Told told) {
        this.socket = socket;
        this.told = told;
        socket.handler(this::read);
        socket.closeHandler(_ -> told.lost(this));
        socket.exceptionHandler(_ -> {});
    }

    /// @param began when the request was due, in nanoseconds
    void send(Buffer what, long began) {
        this.request = what;
        this.began = began;
        socket.write(what);
    }

    /// The same once more, for one that was refused for now.
    void again() {
        socket.write(request);
    }

    long began() {
        return began;
    }

    void close() {
        socket.closeHandler(null);
        socket.close();
    }

    static boolean isAccepted(int status) {
        return status == ACCEPTED;
    }

    private void read(Buffer bytes) {
        part = part.length() == 0 ? bytes : part.appendBuffer(bytes);
        String text = part.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (text.length() >= end + 4 + length(text.substring(0, end))) {
            int status = Integer.parseInt(text.substring(9, 12));
            part = Buffer.buffer();
            told.answered(this, status);
        }
    }

    private static int length(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                return Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        return 0;
    }
}
