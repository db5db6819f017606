package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;

/// Every call and delivery, one line of JSON each, in the order in which they had their effect. A
/// line is handed to the operating system before its call is answered, so that it survives the
/// death of the process.
public final class Ledger implements AutoCloseable {

    /// ISO in UTC with milliseconds, always three digits.
    public static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final int MOST = 10_000;

    private final ObjectMapper json = new ObjectMapper();
    private final InstantSource clock;
    private final FileChannel file;
    private long[] ends = new long[1 << 12];
    private int count = 1;

    private Ledger(FileChannel file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// Begins the ledger of a run in a folder that has none yet.
    public static Ledger begin(Path folder, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        var channel =
                FileChannel.open(
                        folder.resolve("ledger.jsonl"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new Ledger(channel, clock);
    }

    /// The number that the next entry will have.
    public long upcoming() {
        return count;
    }

    /// Numbers and dates the entry, and writes it.
    public void append(ObjectNode entry) {
        var line = json.createObjectNode();
        line.put("n", upcoming());
        line.put("at", MILLIS.format(clock.instant()));
        line.setAll(entry);
        try {
            byte[] bytes = json.writeValueAsBytes(line);
            var buffer = ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) '\n').flip();
            long at = ends[count - 1];
            while (buffer.hasRemaining()) {
                at += file.write(buffer, at);
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            ends[count++] = at;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The entries behind number `after`, ten thousand at most: ask again with the last number
    /// given.
    public ArrayNode after(long after) {
        var entries = json.createArrayNode();
        long until = Math.min(count - 1L, Math.max(0, after) + MOST);
        for (int n = (int) Math.min(Math.max(0, after), count); n < until; n++) {
            entries.add(read(ends[n], ends[n + 1]));
        }
        return entries;
    }

    private JsonNode read(long from, long to) {
        try {
            var buffer = ByteBuffer.allocate((int) (to - from));
            while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
                // until the line is whole
            }
            return json.readTree(buffer.array());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
