// Go without a framework: net/http, which is a server in itself; its argument is the port.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

type object = map[string]any

type item struct {
	Name     *string  `json:"name"`
	Price    *float64 `json:"price"`
	Quantity *int     `json:"quantity"`
}

var seen struct {
	sync.Mutex
	now, most int
}

func answer(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}

func hello(w http.ResponseWriter, r *http.Request) {
	answer(w, 200, object{"message": "hello", "number": 42})
}

func number(r *http.Request) int {
	value, _ := strconv.Atoi(r.PathValue("number"))
	return value
}

// A sleeping goroutine stops nobody else, so there is no other way to wait, or to block.
func wait(w http.ResponseWriter, r *http.Request) {
	ms := number(r)
	time.Sleep(time.Duration(ms) * time.Millisecond)
	answer(w, 200, object{"waited": ms})
}

func cpu(w http.ResponseWriter, r *http.Request) {
	total := 0
	for step := range number(r) {
		total = (total*31 + step) % 1_000_003
	}
	answer(w, 200, object{"sum": total})
}

func items(w http.ResponseWriter, r *http.Request) {
	var given item
	switch err := json.NewDecoder(r.Body).Decode(&given); {
	case err != nil:
		answer(w, 422, object{"error": err.Error()})
	case given.Name == nil:
		answer(w, 422, object{"error": "name must be a string"})
	case given.Price == nil || *given.Price < 0:
		answer(w, 422, object{"error": "price must be a number of at least 0"})
	case given.Quantity == nil || *given.Quantity < 1:
		answer(w, 422, object{"error": "quantity must be an integer of at least 1"})
	default:
		answer(w, 200, object{"name": *given.Name, "total": *given.Price * float64(*given.Quantity)})
	}
}

// A goroutine has no thread of its own, so none is told.
func seenHere(w http.ResponseWriter, r *http.Request) {
	seen.Lock()
	seen.now++
	seen.most = max(seen.most, seen.now)
	inFlight := seen.now
	seen.Unlock()
	time.Sleep(time.Duration(number(r)) * time.Millisecond)
	seen.Lock()
	seen.now--
	most := seen.most
	seen.Unlock()
	answer(w, 200, object{"pid": os.Getpid(), "thread": 0, "in_flight": inFlight, "most": most})
}

func seenReset(w http.ResponseWriter, r *http.Request) {
	seen.Lock()
	seen.most = seen.now
	most := seen.most
	seen.Unlock()
	answer(w, 200, object{"most": most})
}

func main() {
	runtime.GOMAXPROCS(1) // one core, as a worker process of the others has
	mux := http.NewServeMux()
	mux.HandleFunc("GET /json", hello)
	mux.HandleFunc("GET /wait/{number}", wait)
	mux.HandleFunc("GET /blocking/{number}", wait)
	mux.HandleFunc("GET /cpu/{number}", cpu)
	mux.HandleFunc("POST /items", items)
	mux.HandleFunc("GET /seen/{number}", seenHere)
	mux.HandleFunc("GET /seen-reset", seenReset)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], mux))
}
