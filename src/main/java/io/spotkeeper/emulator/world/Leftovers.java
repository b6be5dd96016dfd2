package io.spotkeeper.emulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Disks and elastic IPs whose server is gone, and which still cost money. */
public final class Leftovers {
    /**
     * One of them.
     *
     * @param kind {@code Volume} or {@code PublicIp}
     * @param id its id
     * @param owner who pays for it
     * @param serverId the server that it belonged to
     */
    public record Leftover(String kind, String id, String owner, String serverId) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Leftover> all = new ArrayList<>();

    /** Adds some. */
    public void add(Collection<Leftover> left) {
        lock.lock();
        try {
            all.addAll(left);
        } finally {
            lock.unlock();
        }
    }

    /** All of them, oldest first. */
    public List<Leftover> all() {
        lock.lock();
        try {
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all. */
    void clear() {
        lock.lock();
        try {
            all.clear();
        } finally {
            lock.unlock();
        }
    }
}
