package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.LaunchTemplateReference;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.operator.account.AccountState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Launch templates that were read from clouds. A version never changes, so it is read once; what
 * could not be read is read again with the next look.
 */
final class StoredTemplates {
    private static final int REMEMBERED = 1024;

    private record Key(AccountKey account, String region, String id, int version) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, StoredTemplate.Found> found =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, StoredTemplate.Found> eldest) {
                    return size() > REMEMBERED;
                }
            };

    StoredTemplate read(
            AccountState.Usable account, String region, LaunchTemplateReference reference) {
        Key key = new Key(account.key(), region, reference.id(), version(reference));
        StoredTemplate.Found known = known(key);
        if (known != null) {
            return known;
        }
        StoredTemplate read =
                account.account().provider().storedTemplate(region, key.id(), key.version());
        if (read instanceof StoredTemplate.Found template) {
            lock.lock();
            try {
                found.put(key, template);
            } finally {
                lock.unlock();
            }
        }
        return read;
    }

    private StoredTemplate.@Nullable Found known(Key key) {
        lock.lock();
        try {
            return found.get(key);
        } finally {
            lock.unlock();
        }
    }

    /** Huawei's own example writes version 1 as "1.0". */
    static int version(LaunchTemplateReference reference) {
        String version = reference.version();
        int point = version.indexOf('.');
        return Integer.parseInt(point < 0 ? version : version.substring(0, point));
    }
}
