package main

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long files must be at rest before they are read again: an
// editor writes, renames and touches, and git changes many at once.
const settle = 150 * time.Millisecond

// watch calls changed whenever something in a folder or below it has changed,
// until ctx ends; failed is told what goes wrong meanwhile. The calls come one
// after another. An error means that nothing is watched.
func watch(ctx context.Context, dir string, changed func(), failed func(error)) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	if err := watchFolders(watcher, dir); err != nil {
		watcher.Close()
		return err
	}
	go func() {
		defer watcher.Close()
		timer := time.NewTimer(settle)
		timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case err := <-watcher.Errors:
				failed(err)
				timer.Reset(settle) // events may have been lost
			case event := <-watcher.Events:
				if event.Op == fsnotify.Chmod {
					continue
				}
				if event.Has(fsnotify.Create) {
					if err := watchFolders(watcher, event.Name); err != nil {
						failed(err)
					}
				}
				timer.Reset(settle)
			case <-timer.C:
				changed()
			}
		}
	}()
	return nil
}

// watchFolders watches a folder and all below it. What is no folder, or went
// while we looked, is passed over.
func watchFolders(watcher *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && !d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		return watcher.Add(name)
	})
}
