import groovy.transform.Synchronized
import groovy.transform.WithReadLock
import groovy.transform.WithWriteLock

class Account {
    int balance = 1000
    private final List<String> log = Collections.synchronizedList([])

    @Synchronized
    void add(int amount) {
        balance += amount
        log << (amount > 0 ? 'in' : 'out')
    }

    @Synchronized
    Map summary() { [balance: balance, log: log.countBy { it }.sort()] }
}

class Rates {
    private final Map<String, Integer> rates = [:]

    @WithWriteLock
    void put(String key, int rate) { rates[key] = rate }

    @WithReadLock
    int get(String key) { rates.getOrDefault(key, 0) }
}

def accounts = (0..<10).collect { new Account() }
def rates = new Rates()
def threads = (0..<4).collect { n ->
    Thread.start {
        500.times { i ->
            accounts[i % 10].add(-1)
            accounts[(i + n) % 10].add(1)
            rates.put("$n/${i % 20}".toString(), i)
            assert rates.get("$n/${i % 20}".toString()) == i
        }
    }
}
threads*.join()
accounts.each { println it.summary() }
println((0..<4).collect { n -> (0..<20).collect { rates.get("$n/$it".toString()) } })

def lazyOnes = (1..20).collect { n -> { -> (1..n).inject(1G) { a, b -> a * b } }.memoize() }
println lazyOnes*.call()
try {
    synchronized (null) { println 'not here' }
} catch (NullPointerException e) {
    println e.class.name
}
println accounts.first().metaClass.methods*.name.unique().sort()
'done'
